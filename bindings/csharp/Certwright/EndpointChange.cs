using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>The settings of an endpoint, its certificate, and what a change came to.</summary>
    public sealed class EndpointChange : IDisposable
    {
        private EndpointChange(EndpointChangeHandle handle)
        {
            Settings = Native.Lent<EndpointChangeHandle, EndpointSettings>(handle, Import<cw_endpoint_change_settings>.Call.Invoke, EndpointSettings.Copy);
            Changed = Native.Value<EndpointChangeHandle, bool>(handle, Import<cw_endpoint_change_changed>.Call.Invoke);
            Warnings = Native.Texts<EndpointChangeHandle>(
                handle, Import<cw_endpoint_change_warning_count>.Call.Invoke, Import<cw_endpoint_change_warning_at>.Call.Invoke);
            Certificate = Native.Lent<EndpointChangeHandle, Entry>(handle, Import<cw_endpoint_change_certificate>.Call.Invoke, Entry.Copy);
        }

        /// <summary>The settings as they are then.</summary>
        public EndpointSettings Settings { get; }

        /// <summary>The certificate; null where the endpoint has none. It is disposed of with this.</summary>
        public Entry Certificate { get; }

        /// <summary>Whether anything is other than before; false for what <see cref="Endpoint.Status"/> gave.</summary>
        public bool Changed { get; }

        /// <summary>What is to be known: that HTTP protects nothing, that the certificate has expired or is about to, that it is for none of the host's names, that browsers refuse its key.</summary>
        public IReadOnlyList<string> Warnings { get; }

        /// <summary>Frees the certificate; again does nothing. The endpoint is not changed by that.</summary>
        public void Dispose() => Certificate?.Dispose();

        internal static EndpointChange Of(EndpointChangeHandle handle)
        {
            using (handle)
            {
                return new EndpointChange(handle);
            }
        }
    }
}
