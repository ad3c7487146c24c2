using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>One certificate took the place of another. Thumbprints are upper-case hex.</summary>
    public sealed class Succession
    {
        private Succession(SuccessionHandle handle)
        {
            Old = Native.Text<SuccessionHandle>(handle, Import<cw_succession_old_thumbprint>.Call.Invoke);
            OldSha256 = Native.Text<SuccessionHandle>(handle, Import<cw_succession_old_sha256>.Call.Invoke);
            New = Native.Text<SuccessionHandle>(handle, Import<cw_succession_new_thumbprint>.Call.Invoke);
            NewSha256 = Native.Text<SuccessionHandle>(handle, Import<cw_succession_new_sha256>.Call.Invoke);
            At = Native.Time<SuccessionHandle>(handle, Import<cw_succession_at>.Call.Invoke);
        }

        /// <summary>SHA-1 of the one that was replaced.</summary>
        public string Old { get; }

        /// <summary>Its SHA-256.</summary>
        public string OldSha256 { get; }

        /// <summary>SHA-1 of the one that replaced it.</summary>
        public string New { get; }

        /// <summary>Its SHA-256.</summary>
        public string NewSha256 { get; }

        /// <summary>When, UTC.</summary>
        public DateTimeOffset At { get; }

        /// <summary>Null where there is none.</summary>
        internal static Succession Of(SuccessionHandle handle)
        {
            using (handle)
            {
                return handle.IsInvalid ? null : new Succession(handle);
            }
        }

        internal static Succession Copy(IntPtr lent) => Of(new SuccessionHandle(lent));
    }
}
