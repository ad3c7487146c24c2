using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>How a store is opened or made.</summary>
    public sealed class OpenOptions
    {
        /// <summary>The key file, where it is not <c>&lt;path&gt;.key</c>. Recommended: beside the database it protects only a lone copy of that.</summary>
        public string KeyFile { get; set; }

        /// <summary>Opens with this passphrase in place of the key file. A new store gets it as its protector, and a key file only if one is named.</summary>
        public Password Passphrase { get; set; }

        /// <summary>
        /// Asked for the passphrase once the store turns out to need one, or when a store is made; not where <see cref="Passphrase"/> is set.
        /// null gives up. What it throws comes out of the call that opens.
        /// </summary>
        public Func<Password> AskPassphrase { get; set; }

        /// <summary>Opens without the key: public data can be read, nothing can be written, seals are not verified.</summary>
        public bool Locked { get; set; }

        /// <summary>Makes the store for the members of this group: all of them may read and write it, key file included.</summary>
        public string Group { get; set; }

        /// <summary>Makes the store so that every account may read its public data.</summary>
        public bool OthersRead { get; set; }

        /// <summary>What the program says of itself in the journal.</summary>
        public string Actor { get; set; }

        /// <summary>
        /// What the host calls the installation that opens the store, where machine and path do not tell: in containers, or where stores are moved. A store
        /// of another installation makes no keys for roles.
        /// </summary>
        public string Installation { get; set; }

        /// <summary>How long another process's write is waited for before a call fails with <see cref="Status.Busy"/>; 10 seconds unless said.</summary>
        public TimeSpan? BusyDeadline { get; set; }

        /// <summary>
        /// Told what happens in the store that is no error and belongs into a log. It runs on the thread of the call that brought it about, or of
        /// another one at that time, several threads at once; no lock is held, so it may use the store. What its own calls bring about is not told,
        /// and what it throws is passed over. It is kept until the store and all that was read from it are disposed of.
        /// </summary>
        public Action<Diagnostic> Diagnostics { get; set; }

        internal static unsafe T Use<T>(OpenOptions options, Func<OpenOptionsHandle, T> work)
        {
            if (options == null)
            {
                options = new OpenOptions();
            }

            var asked = new PasswordCallback(options.AskPassphrase);
            cw_open_options_ask_passphrase_ask ask = asked.Ask;
            using (OpenOptionsHandle handle = New())
            {
                options.Set(handle);
                if (options.AskPassphrase != null && options.Passphrase == null)
                {
                    Native.Check(Import<cw_open_options_ask_passphrase>.Call(handle, ask, IntPtr.Zero, out ErrorHandle error), error);
                }

                T result = asked.During(() => work(handle));
                GC.KeepAlive(ask);
                return result;
            }
        }

        private static OpenOptionsHandle New()
        {
            Native.Check(Import<cw_open_options_new>.Call(out OpenOptionsHandle handle, out ErrorHandle error), error);
            return handle;
        }

        private unsafe void Set(OpenOptionsHandle handle)
        {
            Native.SetText(handle, KeyFile, Import<cw_open_options_key_file>.Call.Invoke);
            Native.SetPassword(handle, Passphrase, Import<cw_open_options_passphrase>.Call.Invoke);
            Native.SetText(handle, Group, Import<cw_open_options_group>.Call.Invoke);
            Native.SetText(handle, Actor, Import<cw_open_options_actor>.Call.Invoke);
            Native.SetText(handle, Installation, Import<cw_open_options_installation>.Call.Invoke);
            if (Locked)
            {
                Native.Set(handle, Import<cw_open_options_locked>.Call.Invoke);
            }

            if (Diagnostics != null)
            {
                DiagnosticsCallback.Set(handle, Diagnostics);
            }

            if (OthersRead)
            {
                Native.Set(handle, Import<cw_open_options_others_read>.Call.Invoke);
            }

            if (BusyDeadline is TimeSpan deadline)
            {
                if (deadline < TimeSpan.Zero || deadline.TotalMilliseconds > int.MaxValue)
                {
                    throw new ArgumentOutOfRangeException(nameof(BusyDeadline), deadline, "it is between nothing and 24 days");
                }

                Native.SetValue(handle, (uint)deadline.TotalMilliseconds, Import<cw_open_options_busy_deadline>.Call.Invoke);
            }
        }
    }
}
