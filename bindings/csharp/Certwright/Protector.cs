using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What opens a store, each by itself: a key file or a passphrase.</summary>
    public sealed class Protector
    {
        private Protector(ProtectorHandle handle)
        {
            Id = Native.Text<ProtectorHandle>(handle, Import<cw_protector_id>.Call.Invoke);
            Kind = Native.Text<ProtectorHandle>(handle, Import<cw_protector_kind>.Call.Invoke);
            InUse = Native.Value<ProtectorHandle, bool>(handle, Import<cw_protector_in_use>.Call.Invoke);
            uint genuine = Native.Value<ProtectorHandle, uint>(handle, Import<cw_protector_genuine>.Call.Invoke);
            Genuine = genuine == Unknown ? (bool?)null : genuine == Yes;
        }

        private const uint Yes = 2; // CW_GENUINE_YES
        private const uint Unknown = 3; // CW_GENUINE_UNKNOWN

        /// <summary>What tells it from the others, in hex.</summary>
        public string Id { get; }

        /// <summary>key-file or passphrase.</summary>
        public string Kind { get; }

        /// <summary>Whether this store was opened with it.</summary>
        public bool InUse { get; }

        /// <summary>Whether somebody with the store's key made it; null where the store is locked. One that is not opens nothing.</summary>
        public bool? Genuine { get; }

        internal static Protector Of(ProtectorHandle handle)
        {
            using (handle)
            {
                return new Protector(handle);
            }
        }

        internal static Protector Copy(IntPtr lent) => Of(new ProtectorHandle(lent));

        internal static IReadOnlyList<Protector> All(ProtectorsHandle handle)
        {
            using (handle)
            {
                return Native.List<ProtectorsHandle, IntPtr, Protector>(handle, Import<cw_protectors_count>.Call.Invoke, Import<cw_protectors_at>.Call.Invoke, Copy);
            }
        }
    }

    /// <summary>A protector that is to be made.</summary>
    public sealed class NewProtector : IDisposable
    {
        private NewProtector(NewProtectorHandle handle) => Handle = handle;

        internal NewProtectorHandle Handle { get; }

        /// <summary>A key file that is to be made; it may not be there yet.</summary>
        public static unsafe NewProtector KeyFile(string path) =>
            new NewProtector(Native.Made<NewProtectorHandle>(path, nameof(path), Import<cw_new_protector_key_file>.Call.Invoke));

        /// <summary>A passphrase, to be made into a key by Argon2id.</summary>
        public static unsafe NewProtector Passphrase(Password passphrase) =>
            new NewProtector((passphrase ?? throw new ArgumentNullException(nameof(passphrase))).Use(
                secret => Native.Made<NewProtectorHandle>(secret, Import<cw_new_protector_passphrase>.Call.Invoke)));

        /// <summary>Frees it, and wipes its passphrase; again does nothing.</summary>
        public void Dispose() => Handle.Dispose();
    }

    /// <summary>What is needed for a new key of the store: the secrets of the protectors that it was not opened with.</summary>
    public sealed class RotateOptions
    {
        /// <summary>Key files of the store.</summary>
        public IList<string> KeyFiles { get; } = new List<string>();

        /// <summary>Passphrases of the store.</summary>
        public IList<Password> Passphrases { get; } = new List<Password>();

        /// <summary>Removes the protectors whose secret is not given.</summary>
        public bool DropOthers { get; set; }

        internal static RotateOptionsHandle Build(RotateOptions options)
        {
            Native.Check(Import<cw_rotate_options_new>.Call(out RotateOptionsHandle handle, out ErrorHandle error), error);
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

        private unsafe void Set(RotateOptionsHandle handle)
        {
            Native.AddTexts(handle, KeyFiles, nameof(KeyFiles), Import<cw_rotate_options_key_file>.Call.Invoke);
            foreach (Password passphrase in Passphrases)
            {
                Native.SetPassword(handle, passphrase, Import<cw_rotate_options_passphrase>.Call.Invoke);
            }

            if (DropOthers)
            {
                Native.Set(handle, Import<cw_rotate_options_drop_others>.Call.Invoke);
            }
        }
    }

    /// <summary>What a rotation of the store's key came to.</summary>
    public sealed class Rotated
    {
        internal Rotated(long privateKeys, IReadOnlyList<string> dropped)
        {
            PrivateKeys = privateKeys;
            Dropped = dropped;
        }

        /// <summary>How many private keys were sealed anew.</summary>
        public long PrivateKeys { get; }

        /// <summary>The ids of the protectors that were removed.</summary>
        public IReadOnlyList<string> Dropped { get; }
    }
}
