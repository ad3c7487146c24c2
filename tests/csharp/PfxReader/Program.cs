using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

/// <summary>Loads PFX files, and prints the SHA-1 of each certificate whose key signs what the certificate verifies.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        byte[] message = Encoding.ASCII.GetBytes("what is signed");
        for (int at = 1; at < arguments.Length; at++)
        {
            var found = new X509Certificate2Collection();
            found.Import(File.ReadAllBytes(arguments[at]), arguments[0], X509KeyStorageFlags.DefaultKeySet);
            foreach (X509Certificate2 certificate in found)
            {
                Console.WriteLine(certificate.Thumbprint + " " + Use(certificate, message));
            }
        }
        return 0;
    }

    private static string Use(X509Certificate2 certificate, byte[] message)
    {
        if (!certificate.HasPrivateKey)
        {
            return "without a key";
        }
        bool holds;
        using (RSA rsa = certificate.GetRSAPrivateKey(), rsaPublic = certificate.GetRSAPublicKey())
        using (ECDsa ec = certificate.GetECDsaPrivateKey(), ecPublic = certificate.GetECDsaPublicKey())
        {
            holds = rsa != null
                ? rsaPublic.VerifyData(message, rsa.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ecPublic.VerifyData(message, ec.SignData(message, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256);
        }
        return holds ? "signs" : "does not fit";
    }
}
