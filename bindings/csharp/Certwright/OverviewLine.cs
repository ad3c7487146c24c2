using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>How it stands with a certificate of a role.</summary>
    public enum CertificateState : uint
    {
        /// <summary>Certificate and key are here, and it is valid where that matters.</summary>
        Good = 1,

        /// <summary>It ends within 30 days, and that matters.</summary>
        Expiring = 2,

        /// <summary>It is not valid yet, and that matters.</summary>
        NotYetValid = 3,

        /// <summary>It has expired, and that matters.</summary>
        Expired = 4,

        /// <summary>It has expired, and its key keeps decrypting.</summary>
        ExpiredDecrypting = 5,

        /// <summary>The certificate is here, and its private key is not.</summary>
        KeyMissing = 6,

        /// <summary>The private key is here, and does not open.</summary>
        KeyUnreadable = 7,

        /// <summary>The certificate is not here, or its row cannot be read, which <see cref="Store.Check"/> tells.</summary>
        CertificateMissing = 8,
    }

    /// <summary>One certificate in one place: current, or retained.</summary>
    public sealed class OverviewLine : IDisposable
    {
        private OverviewLine(IntPtr lent)
        {
            Assignment = Assignment.Copy(Lent.Value<IntPtr>(lent, Import<cw_overview_line_assignment>.Call.Invoke));
            State = (CertificateState)Lent.Value<uint>(lent, Import<cw_overview_line_state>.Call.Invoke);
            Meaning = Lent.Text(lent, Import<cw_overview_line_meaning>.Call.Invoke);
            Serves = Lent.Value<bool>(lent, Import<cw_overview_line_serves>.Call.Invoke);
            IntPtr role = Lent.Value<IntPtr>(lent, Import<cw_overview_line_role>.Call.Invoke);
            Role = role == IntPtr.Zero ? null : Role.Copy(role);
            IntPtr entry = Lent.Value<IntPtr>(lent, Import<cw_overview_line_entry>.Call.Invoke);
            Entry = entry == IntPtr.Zero ? null : Entry.Copy(entry);
        }

        /// <summary>Role, scope, certificate, dates.</summary>
        public Assignment Assignment { get; }

        /// <summary>How it stands with it.</summary>
        public CertificateState State { get; }

        /// <summary>The same for people, such as "expired but still decrypting".</summary>
        public string Meaning { get; }

        /// <summary>Whether the role is served: the certificate does its work.</summary>
        public bool Serves { get; }

        /// <summary>The certificate; null where it is not here. It is disposed of with this.</summary>
        public Entry Entry { get; }

        /// <summary>The role's rules; null for a role that is not defined any more.</summary>
        public Role Role { get; }

        /// <summary>The assignment and its state.</summary>
        public override string ToString() => Assignment + ", " + Meaning;

        /// <summary>Frees the entry; again does nothing.</summary>
        public void Dispose() => Entry?.Dispose();

        internal static OverviewLine Copy(IntPtr lent) => new OverviewLine(lent);
    }
}
