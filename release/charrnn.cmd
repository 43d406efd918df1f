@echo off
rem Starts charrnn with the Java of its image.
"%~dp0..\runtime\bin\java" "-XX:SharedArchiveFile=%~dp0..\charrnn.jsa" "-Dcharrnn.launcher=%~f0" -cp "%~dp0..\charrnn.jar" charrnn.cli.Main %*
