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

            var asked = new PasswordCallback(options.AskPassword);
            cw_read_options_ask_password_ask ask = asked.Ask;
            using (ReadOptionsHandle handle = New())
            {
                options.Set(handle);
                if (options.AskPassword != null)
                {
                    Native.Check(Import<cw_read_options_ask_password>.Call(handle, ask, IntPtr.Zero, out ErrorHandle error), error);
                }

                T result = asked.During(() => work(handle));
                GC.KeepAlive(ask);
                return result;
            }
        }

        private static ReadOptionsHandle New()
        {
            Native.Check(Import<cw_read_options_new>.Call(out ReadOptionsHandle handle, out ErrorHandle error), error);
            return handle;
        }

        private unsafe void Set(ReadOptionsHandle handle)
        {
            Native.SetPassword(handle, Password, Import<cw_read_options_password>.Call.Invoke);
            if (MaxIterations is long iterations)
            {
                Native.SetValue(handle, Native.Unsigned(iterations, nameof(MaxIterations)), Import<cw_read_options_max_iterations>.Call.Invoke);
            }

            if (MaxScryptMemory is long memory)
            {
                Native.SetValue(handle, Native.Unsigned(memory, nameof(MaxScryptMemory)), Import<cw_read_options_max_scrypt_memory>.Call.Invoke);
            }

            if (MaxNesting is int nesting)
            {
                Native.SetValue(handle, (UIntPtr)Native.Unsigned(nesting, nameof(MaxNesting)), Import<cw_read_options_max_nesting>.Call.Invoke);
            }

            if (RequireMac)
            {
                Native.Set(handle, Import<cw_read_options_require_mac>.Call.Invoke);
            }

            if (RefuseLegacy)
            {
                Native.Set(handle, Import<cw_read_options_refuse_legacy>.Call.Invoke);
            }
        }
    }
}
