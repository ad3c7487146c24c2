using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <content>Endpoints: the security settings of server ports.</content>
    public sealed partial class Store
    {
        /// <summary>The endpoint of this name. Reads nothing, and writes nothing before it is set or its certificate is asked for.</summary>
        /// <param name="name">1 to 64 letters a to z, digits, "-", "_" and ".", the first a letter or a digit.</param>
        /// <param name="subject">That of the certificates that it makes by itself: a plain name, or a string of RFC 4514; null for the host's first name. What cannot be one is refused when one is to be made, and when HTTPS is set.</param>
        /// <param name="host">Its names and addresses come into the certificates that it makes, and those of others are compared with them; null for this host as it is then.</param>
        /// <param name="dryRun">Whether changes are verified and told, and not made.</param>
        /// <exception cref="CertwrightException">InvalidArgument for another name.</exception>
        public unsafe Endpoint Endpoint(string name = "api", string subject = null, LocalHost host = null, bool dryRun = false)
        {
            EndpointHandle handle;
            using (Input text = Input.Of(name ?? throw new ArgumentNullException(nameof(name))))
            {
                Native.Check(Import<cw_store_endpoint>.Call(Handle, text.Pointer, text.Length, out handle, out ErrorHandle error), error);
            }

            try
            {
                return new Endpoint(handle, subject, host, dryRun);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        /// <summary>The settings of every endpoint that were ever set, by name.</summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered for some that were altered.</exception>
        public IReadOnlyList<EndpointSettings> Endpoints()
        {
            using (EndpointsHandle endpoints = Native.Value<StoreHandle, EndpointsHandle>(Handle, Import<cw_store_endpoints>.Call.Invoke))
            {
                return Native.List<EndpointsHandle, IntPtr, EndpointSettings>(
                    endpoints, Import<cw_endpoints_count>.Call.Invoke, Import<cw_endpoints_at>.Call.Invoke, EndpointSettings.Copy);
            }
        }
    }
}
