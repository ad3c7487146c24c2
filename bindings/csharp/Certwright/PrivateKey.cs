using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>A private key in memory, wiped when disposed of, never printed.</summary>
    public sealed class PrivateKey : IDisposable
    {
        internal PrivateKey(PrivateKeyHandle handle) => Handle = handle;

        internal PrivateKeyHandle Handle { get; }

        /// <summary>A new key.</summary>
        public static PrivateKey Generate(KeyAlgorithm algorithm)
        {
            Native.Check(Import<cw_private_key_generate>.Call((uint)algorithm, out PrivateKeyHandle handle, out ErrorHandle error), error);
            return new PrivateKey(handle);
        }

        /// <summary>Reads PKCS#8, encrypted or not, SEC1 or PKCS#1. A password for a key that has none counts for nothing.</summary>
        /// <exception cref="CertwrightException">MalformedKey, Unsupported, PasswordRequired, WrongPassword, Damaged, WorkLimit.</exception>
        public static unsafe PrivateKey FromDer(byte[] der, Password password = null)
        {
            using (Input input = Input.Of(der ?? throw new ArgumentNullException(nameof(der))))
            {
                return Password.Use(password, secret =>
                {
                    Native.Check(
                        Import<cw_private_key_from_der>.Call(input.Pointer, input.Length, secret.Pointer, secret.Length, out PrivateKeyHandle handle, out ErrorHandle error),
                        error);
                    return new PrivateKey(handle);
                });
            }
        }

        /// <summary>Reads the first private key of a PEM text, encrypted PKCS#8 and the old encryption of OpenSSL included.</summary>
        /// <exception cref="CertwrightException">As <see cref="FromDer"/>.</exception>
        public static unsafe PrivateKey FromPem(byte[] pem, Password password = null)
        {
            using (Input input = Input.Of(pem ?? throw new ArgumentNullException(nameof(pem))))
            {
                return FromPem(input, password);
            }
        }

        /// <summary>Reads the first private key of a PEM text, of which .NET keeps a copy that cannot be wiped.</summary>
        /// <exception cref="CertwrightException">As <see cref="FromDer"/>.</exception>
        public static unsafe PrivateKey FromPem(string pem, Password password = null)
        {
            using (Input input = Input.Of(pem ?? throw new ArgumentNullException(nameof(pem))))
            {
                return FromPem(input, password);
            }
        }

        /// <summary>What kind of key it is: p256, p384, ed25519, rsa2048 and so on.</summary>
        public string Algorithm => Native.Text<PrivateKeyHandle>(Handle, Import<cw_private_key_algorithm>.Call.Invoke);

        /// <summary>The subjectPublicKeyInfo.</summary>
        public byte[] PublicKeyDer => Native.Octets<PrivateKeyHandle>(Handle, Import<cw_private_key_public_key_der>.Call.Invoke);

        /// <summary>
        /// PKCS#8 version 1. Under a password: AES-256-CBC, PBKDF2 with HMAC-SHA-256, 600,000 iterations; never an empty one. Without, it is
        /// not encrypted, and the caller wipes it.
        /// </summary>
        /// <exception cref="CertwrightException">InvalidArgument.</exception>
        public unsafe byte[] ToPkcs8Der(Password password = null) => Password.Use(password, secret =>
        {
            Native.Check(Import<cw_private_key_to_pkcs8_der>.Call(Handle, secret.Pointer, secret.Length, out CwBytes bytes, out ErrorHandle error), error);
            return bytes.TakeOctets();
        });

        /// <summary>As <see cref="ToPkcs8Der"/>, as PEM, which as a string cannot be wiped.</summary>
        /// <exception cref="CertwrightException">InvalidArgument.</exception>
        public unsafe string ToPkcs8Pem(Password password = null) => Password.Use(password, secret =>
        {
            Native.Check(Import<cw_private_key_to_pkcs8_pem>.Call(Handle, secret.Pointer, secret.Length, out CwBytes bytes, out ErrorHandle error), error);
            return bytes.TakeText();
        });

        /// <summary>Whether the certificate's public key is this key's.</summary>
        public bool Matches(Certificate certificate)
        {
            CertificateHandle other = (certificate ?? throw new ArgumentNullException(nameof(certificate))).Handle;
            Native.Check(Import<cw_private_key_matches>.Call(Handle, other, out bool matches, out ErrorHandle error), error);
            return matches;
        }

        /// <summary>Signs: ECDSA P-256 with SHA-256, P-384 with SHA-384 (DER), Ed25519, RSA PKCS#1 v1.5 with SHA-256.</summary>
        public unsafe byte[] Sign(byte[] message)
        {
            using (Input input = Input.Of(message ?? throw new ArgumentNullException(nameof(message))))
            {
                Native.Check(Import<cw_private_key_sign>.Call(Handle, input.Pointer, input.Length, out CwBytes bytes, out ErrorHandle error), error);
                return bytes.TakeOctets();
            }
        }

        /// <summary>Nothing of it.</summary>
        public override string ToString() => "PrivateKey(..)";

        /// <summary>Wipes it, if nothing else holds it; again does nothing.</summary>
        public void Dispose() => Handle.Dispose();

        internal static PrivateKey Copy(IntPtr lent)
        {
            using (var borrowed = new PrivateKeyHandle(lent))
            {
                return new PrivateKey(Native.Value<PrivateKeyHandle, PrivateKeyHandle>(borrowed, Import<cw_private_key_clone>.Call.Invoke));
            }
        }

        private static unsafe PrivateKey FromPem(Input input, Password password) => Password.Use(password, secret =>
        {
            Native.Check(
                Import<cw_private_key_from_pem>.Call(input.Pointer, input.Length, secret.Pointer, secret.Length, out PrivateKeyHandle handle, out ErrorHandle error),
                error);
            return new PrivateKey(handle);
        });
    }
}
