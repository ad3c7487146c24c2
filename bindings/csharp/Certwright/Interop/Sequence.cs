using System;
using System.Collections;
using System.Collections.Generic;

namespace Certwright.Interop
{
    /// <summary>What can be gone through several times, each time anew.</summary>
    internal sealed class Sequence<T> : IEnumerable<T>
    {
        private readonly Func<IEnumerator<T>> begin;

        internal Sequence(Func<IEnumerator<T>> begin) => this.begin = begin;

        public IEnumerator<T> GetEnumerator() => begin();

        IEnumerator IEnumerable.GetEnumerator() => begin();
    }

    /// <summary>
    /// An iterator of the library. Unlike one that a compiler makes it goes on after an exception. The library lets one thread at a time use
    /// it, and .NET lets a host try others: so it is locked.
    /// </summary>
    internal sealed class Cursor<T> : IEnumerator<T>
        where T : class
    {
        private readonly Handle handle;
        private readonly Func<T> next;

        internal Cursor(Handle handle, Func<T> next)
        {
            this.handle = handle;
            this.next = next;
        }

        public T Current { get; private set; }

        object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            lock (handle)
            {
                Current = null;
                Current = next();
                return Current != null;
            }
        }

        public void Reset() => throw new NotSupportedException("what was found is gone through anew by another enumerator");

        public void Dispose() => handle.Dispose();
    }
}
