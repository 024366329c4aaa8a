#load "build/tasks/*.cake"

RunTarget(Argument("target", "Reproduce"));
