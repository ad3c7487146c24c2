using System.Threading;

namespace Certwright.Interop
{
    /// <summary>A handle that several objects look into: freed when the last of them has left it, or when all are collected.</summary>
    internal sealed class Owner
    {
        private readonly Handle handle;
        private int users = 1;

        /// <summary>Used by whoever makes it, who leaves it in the end.</summary>
        internal Owner(Handle handle) => this.handle = handle;

        /// <summary>As <see cref="Handle.Hold"/>.</summary>
        internal Held Hold() => handle.Hold();

        /// <summary>One more uses it.</summary>
        internal Owner Taken()
        {
            Interlocked.Increment(ref users);
            return this;
        }

        /// <summary>One uses it no more.</summary>
        internal void Leave()
        {
            if (Interlocked.Decrement(ref users) == 0)
            {
                handle.Dispose();
            }
        }
    }
}
