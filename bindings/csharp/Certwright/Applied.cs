using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What was written for a server, which serves it.</summary>
    public sealed class Applied : IDisposable
    {
        private Applied(AppliedHandle handle)
        {
            Changed = Native.Value<AppliedHandle, bool>(handle, Import<cw_applied_changed>.Call.Invoke);
            Files = Native.Texts<AppliedHandle>(handle, Import<cw_applied_file_count>.Call.Invoke, Import<cw_applied_file_at>.Call.Invoke);
            Server = Native.Text<AppliedHandle>(handle, Import<cw_applied_server>.Call.Invoke);
            Certificate = Native.Lent<AppliedHandle, Certificate>(handle, Import<cw_applied_certificate>.Call.Invoke, Certificate.Copy);
        }

        /// <summary>Whether anything was written.</summary>
        public bool Changed { get; }

        /// <summary>The paths of the files, the one with the certificate first.</summary>
        public IReadOnlyList<string> Files { get; }

        /// <summary>Where the certificate was seen, as <c>host:port</c>.</summary>
        public string Server { get; }

        /// <summary>The certificate that is served there. It is disposed of with this.</summary>
        public Certificate Certificate { get; }

        /// <summary>Frees the certificate; again does nothing. The files stay.</summary>
        public void Dispose() => Certificate.Dispose();

        internal static Applied Of(AppliedHandle handle)
        {
            using (handle)
            {
                return new Applied(handle);
            }
        }
    }
}
