using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What has expired or will within a time.</summary>
    public sealed class ExpiryReport : IDisposable
    {
        private readonly ExpiryReportHandle handle;

        internal ExpiryReport(ExpiryReportHandle handle)
        {
            this.handle = handle;
            At = Native.Time<ExpiryReportHandle>(handle, Import<cw_expiry_report_at>.Call.Invoke);
            Until = Native.Time<ExpiryReportHandle>(handle, Import<cw_expiry_report_until>.Call.Invoke);
            More = Native.Value<ExpiryReportHandle, bool>(handle, Import<cw_expiry_report_more>.Call.Invoke);
            Certificates = Native.List<ExpiryReportHandle, IntPtr, ExpiringCertificate>(
                handle, Import<cw_expiry_report_certificate_count>.Call.Invoke, Import<cw_expiry_report_certificate_at>.Call.Invoke, ExpiringCertificate.Copy);
        }

        /// <summary>When it was made, UTC.</summary>
        public DateTimeOffset At { get; }

        /// <summary>How far ahead it looks, UTC.</summary>
        public DateTimeOffset Until { get; }

        /// <summary>
        /// The certificates that are not archived or are required, the first to end first; at most 1,000 that are yet to end, and 1,000 that ended last.
        /// They are disposed of with this.
        /// </summary>
        public IReadOnlyList<ExpiringCertificate> Certificates { get; }

        /// <summary>There are more.</summary>
        public bool More { get; }

        /// <summary>One HTML page with a picture: self-contained, without scripts, fit to be mailed.</summary>
        public string ToHtml() => Native.Value<ExpiryReportHandle, CwBytes>(handle, Import<cw_expiry_report_to_html>.Call.Invoke).TakeText();

        /// <summary>Frees it, and its certificates; again does nothing.</summary>
        public void Dispose()
        {
            handle.Dispose();
            foreach (ExpiringCertificate one in Certificates)
            {
                one.Dispose();
            }
        }
    }

    /// <summary>One certificate that has expired, or will.</summary>
    public sealed class ExpiringCertificate : IDisposable
    {
        private ExpiringCertificate(IntPtr lent)
        {
            Entry = Entry.Copy(Lent.Value<IntPtr>(lent, Import<cw_expiring_certificate_entry>.Call.Invoke));
            DaysLeft = Lent.Value<long>(lent, Import<cw_expiring_certificate_days_left>.Call.Invoke);
            ExpiryMatters = Lent.Value<bool>(lent, Import<cw_expiring_certificate_expiry_matters>.Call.Invoke);
            Required = Lent.Value<bool>(lent, Import<cw_expiring_certificate_required>.Call.Invoke);
            Assignments = Lent.List<IntPtr, Assignment>(
                lent, Import<cw_expiring_certificate_assignment_count>.Call.Invoke, Import<cw_expiring_certificate_assignment_at>.Call.Invoke, Assignment.Copy);
        }

        /// <summary>The certificate. It is disposed of with this.</summary>
        public Entry Entry { get; }

        /// <summary>Whole days until its end; negative where that has passed.</summary>
        public long DaysLeft { get; }

        /// <summary>Whether its end matters: it has no role, or one for which it does.</summary>
        public bool ExpiryMatters { get; }

        /// <summary>Whether it is required.</summary>
        public bool Required { get; }

        /// <summary>What it is for: current and retained.</summary>
        public IReadOnlyList<Assignment> Assignments { get; }

        /// <summary>Frees the entry; again does nothing.</summary>
        public void Dispose() => Entry.Dispose();

        internal static ExpiringCertificate Copy(IntPtr lent) => new ExpiringCertificate(lent);
    }
}
