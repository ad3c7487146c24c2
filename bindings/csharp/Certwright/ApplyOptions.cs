using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Which server reads the files.</summary>
    public enum FileLayout : uint
    {
        /// <summary>Apache httpd 2.4.8 or later: SSLCertificateFile with the chain, SSLCertificateKeyFile.</summary>
        Apache = 1,

        /// <summary>HAProxy: one file, crt, with certificate, chain and key.</summary>
        Haproxy = 2,

        /// <summary>nginx: ssl_certificate with the chain, ssl_certificate_key.</summary>
        Nginx = 3,

        /// <summary>PostgreSQL: ssl_cert_file with the chain, ssl_key_file. It refuses a key that others than its account, or root and a group, can read.</summary>
        Postgresql = 4,
    }

    /// <summary>What is written where for a server that reads files, and how it takes them up.</summary>
    public sealed class ApplyOptions
    {
        /// <summary>For a server that looks at its files by itself, unless <see cref="Reload"/> says otherwise.</summary>
        /// <param name="layout">Which server it is.</param>
        /// <param name="certificate">The path of the file of the certificate and its chain; for HAProxy also of the key.</param>
        public ApplyOptions(FileLayout layout, string certificate)
        {
            Layout = layout;
            Certificate = certificate ?? throw new ArgumentNullException(nameof(certificate));
        }

        /// <summary>Which server it is.</summary>
        public FileLayout Layout { get; }

        /// <summary>The file of the certificate.</summary>
        public string Certificate { get; }

        /// <summary>The file of the key, which every server but HAProxy wants.</summary>
        public string Key { get; set; }

        /// <summary>The account that the files belong to, by name or number; null for the one that writes them.</summary>
        public string Owner { get; set; }

        /// <summary>The group that may read what holds the key, by name or number; null: nobody but the owner may.</summary>
        public string Group { get; set; }

        /// <summary>The command that makes the server read its files: the program and its arguments. No shell is between.</summary>
        public IList<string> Reload { get; } = new List<string>();

        /// <summary>Where the server is looked for, as for <see cref="Probe.Server"/>; null for localhost and the endpoint's port, with PostgreSQL's way of beginning TLS where it is that.</summary>
        public string Server { get; set; }

        /// <summary>How long the command may take, and then how long the server may take to serve the certificate; null is 30 seconds.</summary>
        public TimeSpan? Timeout { get; set; }

        /// <summary>As the library has them.</summary>
        internal unsafe ApplyOptionsHandle Build()
        {
            ApplyOptionsHandle handle;
            using (Input path = Input.Of(Certificate))
            {
                Native.Check(Import<cw_apply_options_new>.Call((uint)Layout, path.Pointer, path.Length, out handle, out ErrorHandle error), error);
            }

            try
            {
                Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private unsafe void Set(ApplyOptionsHandle handle)
        {
            Native.SetText(handle, Key, Import<cw_apply_options_key>.Call.Invoke);
            Native.SetText(handle, Owner, Import<cw_apply_options_owner>.Call.Invoke);
            Native.SetText(handle, Group, Import<cw_apply_options_group>.Call.Invoke);
            Native.SetTexts(handle, Reload, Import<cw_apply_options_reload>.Call.Invoke);
            Native.SetText(handle, Server, Import<cw_apply_options_server>.Call.Invoke);
            if (Timeout != null)
            {
                Native.SetValue(handle, Moment.Milliseconds(Timeout, nameof(Timeout)), Import<cw_apply_options_timeout>.Call.Invoke);
            }
        }
    }
}
