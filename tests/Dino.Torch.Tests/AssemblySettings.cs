// No other thread starts a collection in the middle of a torch call (see FinalizerPause, which cannot be held here because it is under test).
[assembly: CollectionBehavior(DisableTestParallelization = true)]
