@echo On Windows, ./run works in WSL: run "wsl --install" once, open Ubuntu, and run the same command there. 1>&2
@exit /b 1
