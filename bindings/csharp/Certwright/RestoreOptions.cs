using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What is done where what is restored and what is here cannot both hold.</summary>
    public enum Conflicts : uint
    {
        /// <summary>Nothing is restored.</summary>
        Refuse = 1,

        /// <summary>What is here stays, and the other is kept beside it where that can be.</summary>
        KeepOurs = 2,

        /// <summary>What is restored takes its place.</summary>
        TakeTheirs = 3,
    }

    /// <summary>How a backup is restored, or proven.</summary>
    public sealed class RestoreOptions
    {
        /// <summary>The password of a PFX, or the passphrase of a bundle.</summary>
        public Password Password { get; set; }

        /// <summary>What opens a bundle for recipients: identities of age, AGE-SECRET-KEY-1….</summary>
        public IList<Password> Identities { get; } = new List<Password>();

        /// <summary>Restores nothing, and says what would become of each thing.</summary>
        public bool DryRun { get; set; }

        /// <summary>What is done where the backup and the store cannot both hold.</summary>
        public Conflicts Conflicts { get; set; } = Conflicts.Refuse;

        /// <summary>The role of the only key in a file that says nothing of roles, such as one of another program.</summary>
        public string Role { get; set; }

        /// <summary>The scope of that role; null for the whole installation.</summary>
        public string Scope { get; set; }

        /// <summary>SHA-256, in hex, of the key of another store that signed a bundle, where that is trusted.</summary>
        public string TrustSigner { get; set; }

        /// <summary>Of a bundle that is damaged, takes what can be taken.</summary>
        public bool Salvage { get; set; }

        /// <summary>As the library has them.</summary>
        internal static RestoreOptionsHandle Build(RestoreOptions options)
        {
            Native.Check(Import<cw_restore_options_new>.Call(out RestoreOptionsHandle handle, out ErrorHandle error), error);
            try
            {
                options?.Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private unsafe void Set(RestoreOptionsHandle handle)
        {
            Native.SetPassword(handle, Password, Import<cw_restore_options_password>.Call.Invoke);
            foreach (Password identity in Identities)
            {
                Native.SetPassword(
                    handle,
                    identity ?? throw new ArgumentException("one of them is null", nameof(Identities)),
                    Import<cw_restore_options_identity>.Call.Invoke);
            }

            if (DryRun)
            {
                Native.Set(handle, Import<cw_restore_options_dry_run>.Call.Invoke);
            }

            Native.SetValue(handle, (uint)Conflicts, Import<cw_restore_options_conflicts>.Call.Invoke);
            if (Role != null)
            {
                using (Input role = Input.Of(Role))
                using (Input scope = Input.Of(Scope))
                {
                    Native.Check(
                        Import<cw_restore_options_role>.Call(handle, role.Pointer, role.Length, scope.Pointer, scope.Length, out ErrorHandle error), error);
                }
            }

            Native.SetText(handle, TrustSigner, Import<cw_restore_options_trust_signer>.Call.Invoke);
            if (Salvage)
            {
                Native.Set(handle, Import<cw_restore_options_salvage>.Call.Invoke);
            }
        }
    }
}
