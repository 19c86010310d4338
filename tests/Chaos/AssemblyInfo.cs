// A crash is simulated by what holds for the whole process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
