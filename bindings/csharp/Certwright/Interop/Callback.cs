using System;
using System.Runtime.ExceptionServices;

namespace Certwright.Interop
{
    /// <summary>Code of the host that the library calls: an exception must not pass through the library, so it waits until the call has returned.</summary>
    internal sealed class Callback
    {
        private ExceptionDispatchInfo thrown;

        /// <summary>Runs it; true if it may go on.</summary>
        internal bool Run(Func<bool> host)
        {
            try
            {
                return host();
            }
            catch (Exception exception)
            {
                thrown = ExceptionDispatchInfo.Capture(exception);
                return false;
            }
        }

        /// <summary>Throws what the host threw, if it did; after every call that could run it.</summary>
        internal void Rethrow() => thrown?.Throw();
    }
}
