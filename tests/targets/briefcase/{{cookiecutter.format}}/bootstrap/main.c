/* Starts the module that Briefcase names with Python's library, out of the folder that the program lies in. */
#include <Python.h>
#include <stdlib.h>

static const char START[] =
    "import os, runpy, site, sys\n"
    "home = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath('/proc/self/exe'))),"
    " 'lib/{{cookiecutter.app_name}}')\n"
    "sys.path.insert(0, os.path.join(home, 'app'))\n"
    "site.addsitedir(os.path.join(home, 'app_packages'))\n"
    "runpy._run_module_as_main('{{cookiecutter.module_name}}', alter_argv=False)\n";

static void check(PyStatus status)
{
    if (PyStatus_Exception(status))
        Py_ExitStatusException(status);
}

int main(int argc, char **argv)
{
    PyPreConfig before;
    PyPreConfig_InitIsolatedConfig(&before);
    before.utf8_mode = 1;
    check(Py_PreInitialize(&before));

    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.write_bytecode = 0;
    config.install_signal_handlers = 1;
    check(PyConfig_SetBytesArgv(&config, argc, argv));
    check(PyConfig_SetBytesString(&config, &config.run_command, START));
    check(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);
    return Py_RunMain();
}
