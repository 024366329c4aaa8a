namespace Dino.Kernels.Cpu;

/// <summary>Work in items that may run in any order and at the same time.</summary>
internal interface IWork
{
    void Run(int item);
}
