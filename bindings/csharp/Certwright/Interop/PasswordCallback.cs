using System;

namespace Certwright.Interop
{
    /// <summary>The host is asked for a password from inside a call.</summary>
    internal sealed class PasswordCallback
    {
        private readonly Callback callback = new Callback();
        private readonly Func<Password> host;

        internal PasswordCallback(Func<Password> host) => this.host = host;

        /// <summary>What the library calls; 0 if a password was given.</summary>
        internal int Ask(IntPtr user, IntPtr place) => callback.Run(() => Give(host(), place)) ? 0 : 1;

        /// <summary>A call in which it may be called.</summary>
        internal T During<T>(Func<T> call)
        {
            try
            {
                return call();
            }
            catch (CertwrightException)
            {
                callback.Rethrow();
                throw;
            }
        }

        private static unsafe bool Give(Password given, IntPtr place)
        {
            return given != null && given.Use(input =>
            {
                Native.Check(Import<cw_password_give>.Call(place, input.Pointer, input.Length, out ErrorHandle error), error);
                return true;
            });
        }
    }
}
