using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What a look at an endpoint's port came to.</summary>
    public sealed class EndpointCheck : IDisposable
    {
        private readonly Parts parts = new Parts();

        private EndpointCheck(Owner owner, EndpointCheckedHandle handle)
        {
            Ok = Native.Value<EndpointCheckedHandle, bool>(handle, Import<cw_endpoint_checked_ok>.Call.Invoke);
            Settings = Native.Lent<EndpointCheckedHandle, EndpointSettings>(handle, Import<cw_endpoint_checked_settings>.Call.Invoke, EndpointSettings.Copy);
            Server = Native.Text<EndpointCheckedHandle>(handle, Import<cw_endpoint_checked_server>.Call.Invoke);
            Protocols = Native.Texts<EndpointCheckedHandle>(
                handle, Import<cw_endpoint_checked_protocol_count>.Call.Invoke, Import<cw_endpoint_checked_protocol_at>.Call.Invoke);
            Findings = Native.List<EndpointCheckedHandle, IntPtr, Finding>(
                handle, Import<cw_endpoint_checked_finding_count>.Call.Invoke, Import<cw_endpoint_checked_finding_at>.Call.Invoke, Finding.Copy);
            Notes = Native.Texts<EndpointCheckedHandle>(
                handle, Import<cw_endpoint_checked_note_count>.Call.Invoke, Import<cw_endpoint_checked_note_at>.Call.Invoke);
            Expected = parts.Add(Native.Lent<EndpointCheckedHandle, Entry>(handle, Import<cw_endpoint_checked_expected>.Call.Invoke, Entry.Copy));
            Served = parts.Add(Native.Lent<EndpointCheckedHandle, Probed>(handle, Import<cw_endpoint_checked_served>.Call.Invoke, one => Probed.Of(owner, one)));
        }

        /// <summary>The endpoint's settings.</summary>
        public EndpointSettings Settings { get; }

        /// <summary>The certificate that should be served; null where none should be, or none was made yet. It is disposed of with this.</summary>
        public Entry Expected { get; }

        /// <summary>Where it was looked, as <c>host:port</c>.</summary>
        public string Server { get; }

        /// <summary>What is served; null if nothing is. It is disposed of with this.</summary>
        public Probed Served { get; }

        /// <summary>The versions of TLS that are spoken, of <c>TLSv1.2</c> and <c>TLSv1.3</c>.</summary>
        public IReadOnlyList<string> Protocols { get; }

        /// <summary>What is not as it should be.</summary>
        public IReadOnlyList<Finding> Findings { get; }

        /// <summary>What is to be known, such as the days that are left.</summary>
        public IReadOnlyList<string> Notes { get; }

        /// <summary>Whether all is as it should be: there are no findings.</summary>
        public bool Ok { get; }

        /// <summary>Frees the entry and what is served; again does nothing.</summary>
        public void Dispose() => parts.Dispose();

        internal static EndpointCheck Of(EndpointCheckedHandle handle)
        {
            var owner = new Owner(handle);
            try
            {
                return new EndpointCheck(owner, handle);
            }
            finally
            {
                owner.Leave();
            }
        }
    }

    /// <summary>One thing that is not as it should be.</summary>
    public sealed class Finding
    {
        private Finding(IntPtr lent)
        {
            Code = Lent.Text(lent, Import<cw_finding_code>.Call.Invoke);
            Message = Lent.Text(lent, Import<cw_finding_message>.Call.Invoke);
        }

        /// <summary>What it is, for programs: not_served, served_although_off, served_although_http, other_certificate, former_certificate, chain_differs, expired, names.</summary>
        public string Code { get; }

        /// <summary>A sentence for people.</summary>
        public string Message { get; }

        /// <summary>The sentence.</summary>
        public override string ToString() => Message;

        internal static Finding Copy(IntPtr lent) => new Finding(lent);
    }
}
