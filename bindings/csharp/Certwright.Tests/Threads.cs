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

        // within the time that the whole run is given
        private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

        /// <summary>Each has its number; what goes wrong in any of them is told, and that one does not come to an end.</summary>
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
            }) { IsBackground = true }).ToArray();
            foreach (Thread thread in threads)
            {
                thread.Start();
            }

            bool ended = threads.All(thread => thread.Join(Limit));
            Assert.IsEmpty(wrong.Select(each => each.ToString()).ToArray());
            Assert.IsTrue(ended, "a thread does not come to an end");
        }
    }
}
