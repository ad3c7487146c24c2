using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>How a file is read.</summary>
    public sealed class ReadOptions
    {
        /// <summary>The password of a PFX or of an encrypted key. None (null) and an empty one differ.</summary>
        public Password Password { get; set; }

        /// <summary>
        /// Asked for the password once a file turns out to need one and none was set; null gives up. What it throws comes out of the call
        /// that reads.
        /// </summary>
        public Func<Password> AskPassword { get; set; }

        /// <summary>How many iterations of key derivation a file may ask for in all; 10,000,000 unless said.</summary>
        public long? MaxIterations { get; set; }

        /// <summary>How much memory scrypt may ask for, in octets; 256 MiB unless said.</summary>
        public long? MaxScryptMemory { get; set; }

        /// <summary>How deep the contents of a PFX may lie in one another; 8 unless said, at most 64.</summary>
        public int? MaxNesting { get; set; }

        /// <summary>Refuses a PFX without an integrity check, which anyone may have altered.</summary>
        public bool RequireMac { get; set; }

        /// <summary>Refuses encryption and integrity checks that are not to be relied on any more, such as 3DES, RC2 and MACs with SHA-1.</summary>
        public bool RefuseLegacy { get; set; }

        /// <summary>Works with these options as the library has them.</summary>
        internal static unsafe T Use<T>(ReadOptions options, Func<ReadOptionsHandle, T> work)
        {
            if (options == null)
            {
                options = new ReadOptions();
            }

            var callback = new Callback();
            cw_read_options_ask_password_ask ask = (user, password) => callback.Run(() => Give(options.AskPassword(), password)) ? 0 : 1;
            using (ReadOptionsHandle handle = New())
            {
                Native.SetPassword(handle, options.Password, Import<cw_read_options_password>.Call.Invoke);
                if (options.AskPassword != null)
                {
                    Native.Check(Import<cw_read_options_ask_password>.Call(handle, ask, IntPtr.Zero, out ErrorHandle error), error);
                }

                if (options.MaxIterations is long iterations)
                {
                    Native.SetValue(handle, checked((ulong)iterations), Import<cw_read_options_max_iterations>.Call.Invoke);
                }

                if (options.MaxScryptMemory is long memory)
                {
                    Native.SetValue(handle, checked((ulong)memory), Import<cw_read_options_max_scrypt_memory>.Call.Invoke);
                }

                if (options.MaxNesting is int nesting)
                {
                    Native.SetValue(handle, (UIntPtr)checked((uint)nesting), Import<cw_read_options_max_nesting>.Call.Invoke);
                }

                if (options.RequireMac)
                {
                    Native.Set(handle, Import<cw_read_options_require_mac>.Call.Invoke);
                }

                if (options.RefuseLegacy)
                {
                    Native.Set(handle, Import<cw_read_options_refuse_legacy>.Call.Invoke);
                }

                try
                {
                    return work(handle);
                }
                catch (CertwrightException)
                {
                    callback.Rethrow();
                    throw;
                }
                finally
                {
                    GC.KeepAlive(ask);
                }
            }
        }

        private static ReadOptionsHandle New()
        {
            Native.Check(Import<cw_read_options_new>.Call(out ReadOptionsHandle handle, out ErrorHandle error), error);
            return handle;
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
