! Compiled helpers.

subroutine count_lines(text, length, lines)
  use iso_c_binding, only: c_int64_t
  implicit none
  integer(c_int64_t), intent(in) :: length
  character, intent(in) :: text(length)
  integer(c_int64_t), intent(out) :: lines

  lines = count(text == new_line(text), kind=c_int64_t)
end subroutine count_lines
