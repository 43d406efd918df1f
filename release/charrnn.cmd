@echo off
rem Starts charrnn with the Java of its image.
"%~dp0..\runtime\bin\java" "-Dcharrnn.launcher=%~f0" -cp "%~dp0..\charrnn.jar" charrnn.cli.Main %*
