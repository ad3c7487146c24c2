using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What a certificate is for, and the rules that hold for it. Changes count when it is given to <see cref="Store.DefineRole"/>.</summary>
    public sealed class Role
    {
        /// <summary>
        /// A role with the rules that lose nothing: essential, in the backup, renewable, and expiry matters; its certificates are for TLS servers and
        /// clients.
        /// </summary>
        /// <param name="name">1 to 64 letters a to z, digits, "-", "_" and ".", the first a letter or a digit; looked at when it is defined.</param>
        public Role(string name)
            : this(New(name ?? throw new ArgumentNullException(nameof(name))))
        {
        }

        private Role(RoleHandle handle)
        {
            using (handle)
            {
                Name = Native.Text<RoleHandle>(handle, Import<cw_role_name>.Call.Invoke);
                Description = Native.Text<RoleHandle>(handle, Import<cw_role_description>.Call.Invoke);
                Essential = Native.Value<RoleHandle, bool>(handle, Import<cw_role_essential>.Call.Invoke);
                InBackup = Native.Value<RoleHandle, bool>(handle, Import<cw_role_in_backup>.Call.Invoke);
                ExpiryMatters = Native.Value<RoleHandle, bool>(handle, Import<cw_role_expiry_matters>.Call.Invoke);
                Purpose = (Purpose)Native.Value<RoleHandle, uint>(handle, Import<cw_role_purpose>.Call.Invoke);
                uint key = Native.Value<RoleHandle, uint>(handle, Import<cw_role_default_key>.Call.Invoke);
                DefaultKey = key == 0 ? (KeyAlgorithm?)null : (KeyAlgorithm)key;
                Renewable = Native.Value<RoleHandle, bool>(handle, Import<cw_role_renewable>.Call.Invoke);
                IsBuiltIn = Native.Value<RoleHandle, bool>(handle, Import<cw_role_built_in>.Call.Invoke);
            }
        }

        /// <summary>Its name.</summary>
        public string Name { get; }

        /// <summary>What it is, for people: one line of at most 200 characters.</summary>
        public string Description { get; set; }

        /// <summary>What its key protects is gone with the key: it is never made anew, and former ones are retained.</summary>
        public bool Essential { get; set; }

        /// <summary>A backup takes its certificates along.</summary>
        public bool InBackup { get; set; }

        /// <summary>A certificate that has expired no longer serves. Where it does not matter, its key keeps decrypting.</summary>
        public bool ExpiryMatters { get; set; }

        /// <summary>What a certificate that is made for it is for.</summary>
        public Purpose Purpose { get; set; }

        /// <summary>The kind of key that is made for it; null: what the purpose wants.</summary>
        public KeyAlgorithm? DefaultKey { get; set; }

        /// <summary>Its certificate may be renewed.</summary>
        public bool Renewable { get; set; }

        /// <summary>Whether every store knows it; its rules are then fixed.</summary>
        public bool IsBuiltIn { get; }

        /// <summary>Its name.</summary>
        public override string ToString() => Name;

        internal static Role Of(RoleHandle handle) => new Role(handle);

        internal static Role Copy(IntPtr lent) => new Role(new RoleHandle(lent));

        internal static IReadOnlyList<Role> All(RolesHandle handle)
        {
            using (handle)
            {
                return Native.List<RolesHandle, IntPtr, Role>(handle, Import<cw_roles_count>.Call.Invoke, Import<cw_roles_at>.Call.Invoke, Copy);
            }
        }

        /// <summary>As the library has it.</summary>
        internal RoleHandle Build()
        {
            RoleHandle handle = New(Name);
            try
            {
                Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private static unsafe RoleHandle New(string name) => Native.Made<RoleHandle>(name, nameof(name), Import<cw_role_new>.Call.Invoke);

        private unsafe void Set(RoleHandle handle)
        {
            Native.SetText(handle, Description ?? string.Empty, Import<cw_role_set_description>.Call.Invoke);
            Native.SetValue(handle, Essential, Import<cw_role_set_essential>.Call.Invoke);
            Native.SetValue(handle, InBackup, Import<cw_role_set_in_backup>.Call.Invoke);
            Native.SetValue(handle, ExpiryMatters, Import<cw_role_set_expiry_matters>.Call.Invoke);
            Native.SetValue(handle, (uint)Purpose, Import<cw_role_set_purpose>.Call.Invoke);
            Native.SetValue(handle, DefaultKey is KeyAlgorithm key ? (uint)key : 0, Import<cw_role_set_default_key>.Call.Invoke);
            Native.SetValue(handle, Renewable, Import<cw_role_set_renewable>.Call.Invoke);
        }
    }
}
