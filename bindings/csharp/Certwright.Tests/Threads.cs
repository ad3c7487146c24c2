using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using NUnit.Framework;

namespace Certwright.Tests
{
    /// <summary>Work of several threads at once.</summary>
    internal static class Threads
    {
        internal const int Count = 8;

        /// <summary>Each has its number; what goes wrong in any of them is told.</summary>
        internal static void Run(Action<int> work)
        {
            var wrong = new ConcurrentQueue<Exception>();
            Thread[] threads = Enumerable.Range(0, Count).Select(number => new Thread(() =>
            {
                try
                {
                    work(number);
                }
                catch (Exception exception)
                {
                    wrong.Enqueue(exception);
                }
            })).ToArray();
            foreach (Thread thread in threads)
            {
                thread.Start();
            }

            foreach (Thread thread in threads)
            {
                thread.Join();
            }

            Assert.IsEmpty(wrong.Select(each => each.ToString()).ToArray());
        }
    }
}
