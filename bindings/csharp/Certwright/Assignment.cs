using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>"This certificate serves this role in this scope, since then": current, retained because old data still needs it, or a former one.</summary>
    public sealed class Assignment
    {
        private Assignment(IntPtr lent)
        {
            Role = Lent.Text(lent, Import<cw_assignment_role>.Call.Invoke);
            Scope = Lent.Text(lent, Import<cw_assignment_scope>.Call.Invoke);
            Thumbprint = Lent.Text(lent, Import<cw_assignment_thumbprint>.Call.Invoke);
            Sha256 = Lent.Text(lent, Import<cw_assignment_sha256>.Call.Invoke);
            Since = Moment.OfSeconds(Lent.Value<long>(lent, Import<cw_assignment_since>.Call.Invoke));
            long until = Lent.Value<long>(lent, Import<cw_assignment_until>.Call.Invoke);
            Until = Moment.OfSecondsOrNull(until);
            Retained = Lent.Value<bool>(lent, Import<cw_assignment_retained>.Call.Invoke);
            Holds = Lent.Value<bool>(lent, Import<cw_assignment_holds>.Call.Invoke);
        }

        /// <summary>The role's name.</summary>
        public string Role { get; }

        /// <summary>Where it serves; null: in the whole installation. The case of ASCII letters does not matter.</summary>
        public string Scope { get; }

        /// <summary>SHA-1 of the certificate, upper-case hex.</summary>
        public string Thumbprint { get; }

        /// <summary>SHA-256 of the certificate, upper-case hex.</summary>
        public string Sha256 { get; }

        /// <summary>Since when, UTC.</summary>
        public DateTimeOffset Since { get; }

        /// <summary>Until when, UTC; null while it is current.</summary>
        public DateTimeOffset? Until { get; }

        /// <summary>It is no longer current, and old data may still need it.</summary>
        public bool Retained { get; }

        /// <summary>Whether the certificate is needed because of it: it is current or retained.</summary>
        public bool Holds { get; }

        /// <summary>Role, scope and thumbprint.</summary>
        public override string ToString() => Role + (Scope == null ? string.Empty : " (" + Scope + ")") + ": " + Thumbprint;

        internal static Assignment Copy(IntPtr lent) => new Assignment(lent);

        internal static IReadOnlyList<Assignment> All(AssignmentsHandle handle)
        {
            using (handle)
            {
                return Native.List<AssignmentsHandle, IntPtr, Assignment>(
                    handle, Import<cw_assignments_count>.Call.Invoke, Import<cw_assignments_at>.Call.Invoke, Copy);
            }
        }
    }
}
