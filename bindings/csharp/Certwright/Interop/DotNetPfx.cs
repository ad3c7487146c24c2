using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Certwright.Interop
{
    /// <summary>Identities to and from .NET: by a PFX in memory, which every .NET reads and writes, under a password that nobody else ever sees.</summary>
    internal static class DotNetPfx
    {
        // Windows Server 2019, the first that reads AES; there and elsewhere the password is what protects, and it is random
        private static readonly Version ReadsAes = new Version(10, 0, 17763);

        internal static X509Certificate2 Write(Identity identity, X509KeyStorageFlags flags)
        {
            if (identity.PrivateKey.Algorithm == "ed25519")
            {
                throw new CertwrightException(Status.Unsupported, ".NET cannot use an Ed25519 key; make the certificate with another kind of key");
            }

            string password = RandomPassword();
            byte[] pfx = null;
            try
            {
                IEnumerable<Certificate> sent = IsMono ? identity.Chain : null; // its SslStream sends what came in one file with the key, and nothing else
                using (var written = new Identity(identity.Certificate, identity.PrivateKey, sent, identity.FriendlyName))
                {
                    var writer = new PfxWriter { Reader = Reader, Iterations = 1000 };
                    writer.Identities.Add(written);
                    pfx = writer.Write(password);
                }

                return new X509Certificate2(pfx, password, flags);
            }
            finally
            {
                Wipe(pfx);
            }
        }

        internal static Identity Read(X509Certificate2 certificate)
        {
            if (!certificate.HasPrivateKey)
            {
                throw new CertwrightException(Status.NoPrivateKey, "the X509Certificate2 has no private key");
            }

            string password = RandomPassword();
            byte[] pfx = null;
            try
            {
                pfx = certificate.Export(X509ContentType.Pfx, password);
                using (ImportReport report = CertificateFile.ReadPkcs12(pfx, new ReadOptions { Password = password }))
                using (Certificate wanted = Certificate.FromX509Certificate2(certificate))
                {
                    Identity found = report.Identities.FirstOrDefault(one => one.Certificate.Equals(wanted));
                    return found == null
                        ? throw new CertwrightException(Status.NoPrivateKey, "the X509Certificate2 has a private key that is of no use to the certificate")
                        : new Identity(found.Certificate, found.PrivateKey, friendlyName: found.FriendlyName);
                }
            }
            finally
            {
                Wipe(pfx);
            }
        }

        internal static bool IsMono => Type.GetType("Mono.Runtime") != null;

        private static string Reader
        {
            get
            {
                bool old = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && Environment.OSVersion.Version < ReadsAes;
                return IsMono || old ? "windows-server-2016" : "default";
            }
        }

        private static string RandomPassword()
        {
            var octets = new byte[32];
            try
            {
                using (var random = RandomNumberGenerator.Create())
                {
                    random.GetBytes(octets);
                }

                return Convert.ToBase64String(octets);
            }
            finally
            {
                Wipe(octets);
            }
        }

        private static void Wipe(byte[] octets)
        {
            if (octets != null)
            {
                Array.Clear(octets, 0, octets.Length);
            }
        }
    }
}
