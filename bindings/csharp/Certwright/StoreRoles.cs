using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <content>What certificates are for: roles, and which certificate serves each, where.</content>
    public sealed partial class Store
    {
        private unsafe delegate Status CallInPlace(
            StoreHandle store,
            byte* thumbprint,
            UIntPtr thumbprintLength,
            byte* role,
            UIntPtr roleLength,
            byte* scope,
            UIntPtr scopeLength,
            out AssignedHandle assigned,
            out ErrorHandle error);

        /// <summary>Every role: the built-in ones, then the host's own, by name.</summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered for one that was altered.</exception>
        public IReadOnlyList<Role> Roles() => Certwright.Role.All(Native.Value<StoreHandle, RolesHandle>(Handle, Import<cw_store_roles>.Call.Invoke));

        /// <summary>The role of this name.</summary>
        /// <exception cref="CertwrightException">UnknownRole, which names those that there are; as <see cref="Roles"/>.</exception>
        public unsafe Role Role(string name)
        {
            using (Input text = Input.Of(name ?? throw new ArgumentNullException(nameof(name))))
            {
                Native.Check(Import<cw_store_role>.Call(Handle, text.Pointer, text.Length, out RoleHandle role, out ErrorHandle error), error);
                return Certwright.Role.Of(role);
            }
        }

        /// <summary>Defines a role of the host's own, or changes its rules; whether anything changed. Certificates that were retained stay so.</summary>
        /// <exception cref="CertwrightException">
        /// InvalidArgument for a name or description that is not of its form, a built-in role, and a key that does not go with the purpose; StoreLocked.
        /// </exception>
        public bool DefineRole(Role role)
        {
            using (RoleHandle what = (role ?? throw new ArgumentNullException(nameof(role))).Build())
            {
                Native.Check(Import<cw_store_define_role>.Call(Handle, what, out bool changed, out ErrorHandle error), error);
                return changed;
            }
        }

        /// <summary>Takes a role of the host's own away; whether it was there.</summary>
        /// <exception cref="CertwrightException">
        /// InvalidArgument for a built-in role, and for one that certificates are assigned to or retained for; StoreLocked.
        /// </exception>
        public unsafe bool RemoveRole(string name)
        {
            using (Input text = Input.Of(name ?? throw new ArgumentNullException(nameof(name))))
            {
                Native.Check(Import<cw_store_remove_role>.Call(Handle, text.Pointer, text.Length, out bool removed, out ErrorHandle error), error);
                return removed;
            }
        }

        /// <summary>
        /// Assigns a certificate to a role. It takes the place of the one that was current there, which is retained where the role is essential. Names
        /// and dates of the certificate are not looked at; <see cref="Preflight"/> does that.
        /// </summary>
        /// <param name="certificate">Which.</param>
        /// <param name="role">The role's name.</param>
        /// <param name="scope">Where it serves; null for the whole installation.</param>
        /// <param name="createRole">Whether the role is defined if there is none of this name, with the rules of a new <see cref="Certwright.Role"/>.</param>
        /// <exception cref="CertwrightException">
        /// NotFound, UnknownRole, NoPrivateKey; Tampered for a key that does not open; Unsupported for a key that is not RSA where the role's certificates
        /// are encrypted to; InvalidArgument for a role or scope that is not of its form; StoreLocked.
        /// </exception>
        public unsafe Assigned Assign(Thumbprint certificate, string role, string scope = null, bool createRole = false)
        {
            Native.Check(Import<cw_assign_options_new>.Call(out AssignOptionsHandle options, out ErrorHandle failed), failed);
            using (options)
            {
                if (createRole)
                {
                    Native.Set(options, Import<cw_assign_options_create_role>.Call.Invoke);
                }

                return InPlace(certificate, role, scope, Assign);
            }

            Status Assign(
                StoreHandle store, byte* one, UIntPtr length, byte* what, UIntPtr size, byte* where, UIntPtr width, out AssignedHandle assigned, out ErrorHandle error) =>
                Import<cw_store_assign>.Call(store, one, length, what, size, where, width, options, out assigned, out error);
        }

        /// <summary>
        /// Ends the current assignment; one that is retained, or a former one, stays as it is. Where the role is essential the certificate is retained,
        /// because old data may need it, and no other is made in its place.
        /// </summary>
        /// <exception cref="CertwrightException">NotFound if the certificate is not assigned there; UnknownRole, InvalidArgument, StoreLocked, Tampered.</exception>
        public unsafe Assigned Unassign(Thumbprint certificate, string role, string scope = null) =>
            InPlace(certificate, role, scope, Import<cw_store_unassign>.Call.Invoke);

        /// <summary>Ends the current assignment, and lets go of a certificate that is retained: nothing needs it there any more, and it can be deleted.</summary>
        /// <exception cref="CertwrightException">NotFound if the certificate is not assigned there; InvalidArgument, StoreLocked, Tampered.</exception>
        public unsafe Assigned Release(Thumbprint certificate, string role, string scope = null) =>
            InPlace(certificate, role, scope, Import<cw_store_release>.Call.Invoke);

        /// <summary>Every assignment, former ones included, by role and scope, the newest of each first.</summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered for one that was altered.</exception>
        public IReadOnlyList<Assignment> Assignments() =>
            Assignment.All(Native.Value<StoreHandle, AssignmentsHandle>(Handle, Import<cw_store_assignments>.Call.Invoke));

        /// <summary>
        /// Takes away the roles, assignments and successions that somebody without the key added or altered, which keep others from being read; each is
        /// told in the journal. Says what they were, for people; nothing where nothing was altered. What they said before is not restored: assign again
        /// what serves.
        /// </summary>
        /// <exception cref="CertwrightException">StoreLocked, Io.</exception>
        public IReadOnlyList<string> DiscardAltered()
        {
            using (TextsHandle altered = Native.Value<StoreHandle, TextsHandle>(Handle, Import<cw_store_discard_altered>.Call.Invoke))
            {
                return Native.Texts<TextsHandle>(altered, Import<cw_texts_count>.Call.Invoke, Import<cw_texts_at>.Call.Invoke);
            }
        }

        private unsafe Assigned InPlace(Thumbprint certificate, string role, string scope, CallInPlace call)
        {
            using (Input which = Input.Of(certificate.Text(nameof(certificate))))
            using (Input what = Input.Of(role ?? throw new ArgumentNullException(nameof(role))))
            using (Input where = Input.Of(scope))
            {
                Native.Check(
                    call(Handle, which.Pointer, which.Length, what.Pointer, what.Length, where.Pointer, where.Length, out AssignedHandle assigned, out ErrorHandle error),
                    error);
                return Assigned.Of(assigned);
            }
        }
    }
}
