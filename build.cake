#load "build/tasks/*.cake"

Run(Argument("target", "Reproduce"));
