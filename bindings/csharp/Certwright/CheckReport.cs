using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>How much of a check, a preflight, a backup or a restore is done.</summary>
    public readonly struct CheckProgress
    {
        internal CheckProgress(long done, long total)
        {
            Done = done;
            Total = total;
        }

        /// <summary>How much is done.</summary>
        public long Done { get; }

        /// <summary>Of how much.</summary>
        public long Total { get; }
    }

    /// <summary>What a check or preflight found.</summary>
    public sealed class CheckReport
    {
        private CheckReport(CheckReportHandle handle)
        {
            Ok = Native.Value<CheckReportHandle, bool>(handle, Import<cw_check_report_ok>.Call.Invoke);
            Verdicts = Native.List<CheckReportHandle, Verdict, Verdict>(handle, Import<cw_check_report_verdict_count>.Call.Invoke, At, verdict => verdict);
        }

        /// <summary>Whether nothing is wrong.</summary>
        public bool Ok { get; }

        /// <summary>One for each thing that was looked at, and one for each fault.</summary>
        public IReadOnlyList<Verdict> Verdicts { get; }

        internal static CheckReport Of(CheckReportHandle handle)
        {
            using (handle)
            {
                return new CheckReport(handle);
            }
        }

        private static Status At(CheckReportHandle handle, UIntPtr index, out Verdict verdict, out ErrorHandle error)
        {
            Status status = Import<cw_check_report_verdict_at>.Call(handle, index, out CwStr what, out bool ok, out CwStr found, out error);
            verdict = status == Status.Ok ? new Verdict(what.Text(), ok, found.Text()) : null;
            return status;
        }
    }

    /// <summary>What a check or preflight found of one thing.</summary>
    public sealed class Verdict
    {
        internal Verdict(string what, bool ok, string found)
        {
            What = what;
            Ok = ok;
            Found = found;
        }

        /// <summary>
        /// Of a check: file, protectors, certificates, keys, trust, usage, journal; or one certificate or key. Of a preflight: installation, clock, backup; a role
        /// with its certificate, or an endpoint.
        /// </summary>
        public string What { get; }

        /// <summary>Whether it is as it should be.</summary>
        public bool Ok { get; }

        /// <summary>What was found.</summary>
        public string Found { get; }
    }
}
