#!/bin/sh
# Start a program that has a window. snapd gives it a folder of its own for sockets; that of Wayland is in the one above.
case ${WAYLAND_DISPLAY-} in
  '' | /*) ;;
  *) export WAYLAND_DISPLAY="${XDG_RUNTIME_DIR%/*}/$WAYLAND_DISPLAY" ;;
esac
exec "$@"
