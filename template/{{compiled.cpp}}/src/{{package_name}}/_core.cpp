// Compiled helpers.

#include <nanobind/nanobind.h>

#include <algorithm>
#include <cstddef>

namespace nb = nanobind;

static std::ptrdiff_t count_lines(const nb::bytes &data) {
    return std::count(data.c_str(), data.c_str() + data.size(), '\n');
}

NB_MODULE(_core, module) {
    module.doc() = "Compiled helpers.";
    module.def("count_lines", &count_lines, "Count the line feeds in some bytes.");
}
