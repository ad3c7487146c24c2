using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What a store needs, by role and scope, and how it stands with each; and what it does not need.</summary>
    public sealed class Overview : IDisposable
    {
        private readonly Parts parts = new Parts();

        internal Overview(OverviewHandle handle)
        {
            Assignments = parts.Add(Native.List<OverviewHandle, IntPtr, OverviewLine>(
                handle, Import<cw_overview_assignment_count>.Call.Invoke, Import<cw_overview_assignment_at>.Call.Invoke, OverviewLine.Copy));
            OtherwiseRequired = parts.Add(Native.List<OverviewHandle, IntPtr, RequiredOtherwise>(
                handle,
                Import<cw_overview_otherwise_required_count>.Call.Invoke,
                Import<cw_overview_otherwise_required_at>.Call.Invoke,
                RequiredOtherwise.Copy));
            Others = checked((long)Native.Value<OverviewHandle, ulong>(handle, Import<cw_overview_others>.Call.Invoke));
            NotRequired = parts.Add(Native.List<OverviewHandle, IntPtr, Unneeded>(
                handle, Import<cw_overview_not_required_count>.Call.Invoke, Import<cw_overview_not_required_at>.Call.Invoke, Unneeded.Copy));
            LastBackup = Native.Lent<OverviewHandle, Backup>(handle, Import<cw_overview_last_backup>.Call.Invoke, Backup.Copy);
        }

        /// <summary>By role and scope, the current certificate of each before those that are retained.</summary>
        public IReadOnlyList<OverviewLine> Assignments { get; }

        /// <summary>What is required without a role: used by an endpoint, or the issuer of what is valid; each with why. Empty where one scope is asked for.</summary>
        public IReadOnlyList<RequiredOtherwise> OtherwiseRequired { get; }

        /// <summary>How many certificates are not required.</summary>
        public long Others { get; }

        /// <summary>Those, where they were asked for; in one scope, those that served there.</summary>
        public IReadOnlyList<Unneeded> NotRequired { get; }

        /// <summary>The newest backup that was proven to restore; null if there is none.</summary>
        public Backup LastBackup { get; }

        /// <summary>Frees the entries of all that it holds; again does nothing.</summary>
        public void Dispose() => parts.Dispose();
    }

    /// <summary>A certificate that is required without a role, and why.</summary>
    public sealed class RequiredOtherwise : IDisposable
    {
        private RequiredOtherwise(IntPtr lent)
        {
            Entry = Entry.Copy(Lent.Value<IntPtr>(lent, Import<cw_required_otherwise_entry>.Call.Invoke));
            Why = Lent.Texts(lent, Import<cw_required_otherwise_why_count>.Call.Invoke, Import<cw_required_otherwise_why_at>.Call.Invoke);
        }

        /// <summary>The certificate. It is disposed of with this.</summary>
        public Entry Entry { get; }

        /// <summary>Why it is required, for people.</summary>
        public IReadOnlyList<string> Why { get; }

        /// <summary>Frees the entry; again does nothing.</summary>
        public void Dispose() => Entry.Dispose();

        internal static RequiredOtherwise Copy(IntPtr lent) => new RequiredOtherwise(lent);
    }

    /// <summary>A certificate that is not required, and why.</summary>
    public sealed class Unneeded : IDisposable
    {
        private Unneeded(IntPtr lent)
        {
            Entry = Entry.Copy(Lent.Value<IntPtr>(lent, Import<cw_unneeded_entry>.Call.Invoke));
            Why = Lent.Texts(lent, Import<cw_unneeded_why_count>.Call.Invoke, Import<cw_unneeded_why_at>.Call.Invoke);
            IsOver = Lent.Value<bool>(lent, Import<cw_unneeded_is_over>.Call.Invoke);
            Served = Lent.List<IntPtr, Assignment>(
                lent, Import<cw_unneeded_served_count>.Call.Invoke, Import<cw_unneeded_served_at>.Call.Invoke, Assignment.Copy);
        }

        /// <summary>The certificate. It is disposed of with this.</summary>
        public Entry Entry { get; }

        /// <summary>Why it is not required, for people.</summary>
        public IReadOnlyList<string> Why { get; }

        /// <summary>Whether its time is over: it served, or was superseded; or it has no private key, and is archived or has expired.</summary>
        public bool IsOver { get; }

        /// <summary>The places in which it served.</summary>
        public IReadOnlyList<Assignment> Served { get; }

        /// <summary>Frees the entry; again does nothing.</summary>
        public void Dispose() => Entry.Dispose();

        internal static Unneeded Copy(IntPtr lent) => new Unneeded(lent);
    }
}
