@py -3 "%~dp0make.py" %* || exit /b 1
