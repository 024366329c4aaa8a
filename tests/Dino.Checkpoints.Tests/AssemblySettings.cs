// Tests here count live tensors of the process, which other tests' tensors would disturb.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
