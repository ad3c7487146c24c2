using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>One line of the journal.</summary>
    public sealed class Event
    {
        private Event(EventHandle handle)
        {
            Number = checked((long)Native.Value<EventHandle, ulong>(handle, Import<cw_event_number>.Call.Invoke));
            At = Moment.OfMilliseconds(Native.Value<EventHandle, long>(handle, Import<cw_event_at_milliseconds>.Call.Invoke));
            Actor = Native.Text<EventHandle>(handle, Import<cw_event_actor>.Call.Invoke);
            Kind = Native.Text<EventHandle>(handle, Import<cw_event_kind>.Call.Invoke);
            Thumbprint = Native.Text<EventHandle>(handle, Import<cw_event_thumbprint>.Call.Invoke);
            Details = JsonTexts.Read(Native.Text<EventHandle>(handle, Import<cw_event_details>.Call.Invoke));
        }

        /// <summary>From 1, without gaps.</summary>
        public long Number { get; }

        /// <summary>When, UTC, in milliseconds.</summary>
        public DateTimeOffset At { get; }

        /// <summary>By whom: user, program and process, and what the host says of itself.</summary>
        public string Actor { get; }

        /// <summary>
        /// created, upgraded, issued, added, imported, described, archived, unarchived, deleted, key-exported, refused, unlock-failed,
        /// protector-added, protector-changed, protector-removed, key-rotated, trust-added, trust-ended, trust-removed, endpoint-changed, role-defined,
        /// role-removed, assigned, unassigned, retained, replaced, near-expiry, expired, adopted, discarded,
        /// backed-up, backup-failed, backup-proven, backup-removed, backup-settings, restored.
        /// </summary>
        public string Kind { get; }

        /// <summary>SHA-1 of the certificate concerned; null if it concerns none.</summary>
        public string Thumbprint { get; }

        /// <summary>What else is to be known.</summary>
        public IReadOnlyDictionary<string, string> Details { get; }

        internal static Event Of(EventHandle handle)
        {
            using (handle)
            {
                return new Event(handle);
            }
        }

        internal static Event Copy(IntPtr lent) => Of(new EventHandle(lent));
    }
}
