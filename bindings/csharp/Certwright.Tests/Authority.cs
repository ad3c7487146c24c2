using System;
using System.IO;

namespace Certwright.Tests
{
    /// <summary>A root, a CA under it, and what openssl issues in its name: certificates with intermediates, which certwright does not make.</summary>
    internal sealed class Authority : IDisposable
    {
        private const string P256 = "ec -pkeyopt ec_paramgen_curve:P-256";

        private readonly Folder folder;

        /// <summary>Its files go into the folder.</summary>
        internal Authority(Folder folder)
        {
            this.folder = folder;
            using (Identity root = new SelfSigned("Test Root") { Purpose = Purpose.Ca }.Issue())
            {
                File.WriteAllText(folder.File("root.pem"), root.Certificate.ToPem());
                File.WriteAllText(folder.File("root.key"), root.PrivateKey.ToPkcs8Pem());
            }

            Root = Certificate.FromPem(File.ReadAllText(folder.File("root.pem")));
            Ca = Issue("ca", "root", "Test CA", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign");
        }

        internal Certificate Root { get; }

        internal Certificate Ca { get; }

        /// <summary>By the CA, for localhost and clients; its key and certificate lie in NAME.key and NAME.pem.</summary>
        internal Certificate Leaf(string name, string host = "localhost", string key = P256) => Issue(
            name, "ca", name, "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=DNS:" + host, key);

        /// <summary>Such a leaf with its key, which is RSA because Mono serves nothing else, and the CA.</summary>
        internal Identity Server(string name)
        {
            using (Certificate leaf = Leaf(name, key: "rsa:2048"))
            using (PrivateKey key = PrivateKey.FromPem(File.ReadAllText(folder.File(name + ".key"))))
            {
                return new Identity(leaf, key, new[] { Ca });
            }
        }

        /// <summary>The options by which openssl presents it, with the CA or without.</summary>
        internal string Presented(string name, bool withCa = true) =>
            "-cert " + folder.File(name + ".pem") + " -key " + folder.File(name + ".key") + (withCa ? " -cert_chain " + folder.File("ca.pem") : string.Empty);

        public void Dispose()
        {
            Root.Dispose();
            Ca.Dispose();
        }

        private Certificate Issue(string name, string issuer, string subject, string extensions, string key = P256)
        {
            string config = folder.File(name + ".cnf");
            string ids = "\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
            File.WriteAllText(config, "[req]\ndistinguished_name=subject\nprompt=no\n[subject]\nCN=" + subject + "\n[own]\n" + extensions + ids);
            OpenSsl.Run(
                "req -x509 -newkey " + key + " -nodes -days 1000 -config " + config + " -extensions own -keyout " + folder.File(name + ".key")
                + " -out " + folder.File(name + ".pem") + " -CA " + folder.File(issuer + ".pem") + " -CAkey " + folder.File(issuer + ".key"));
            return Certificate.FromPem(File.ReadAllText(folder.File(name + ".pem")));
        }
    }
}
