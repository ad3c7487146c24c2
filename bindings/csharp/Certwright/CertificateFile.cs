using System;
using System.Collections.Generic;
using System.Linq;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Files with certificates and keys: what they are, what they hold, and how to make them.</summary>
    public static class CertificateFile
    {
        /// <summary>
        /// Reads the octets of a file: PFX, PKCS#7, PEM, one certificate or key in DER, or base64 of these; at most 64 MiB. What a PEM block
        /// holds counts, not its label. Nothing is verified.
        /// </summary>
        /// <exception cref="CertwrightException">
        /// UnknownFormat, WrongPassword, PasswordRequired, Damaged, Unsupported, WorkLimit, TooLarge, Unauthenticated, LegacyAlgorithm.
        /// </exception>
        public static unsafe ImportReport Read(byte[] data, ReadOptions options = null)
        {
            using (Input input = Input.Of(data ?? throw new ArgumentNullException(nameof(data))))
            {
                return ReadOptions.Use(options, handle =>
                {
                    Native.Check(Import<cw_read_file>.Call(input.Pointer, input.Length, handle, out ImportReportHandle report, out ErrorHandle error), error);
                    return ImportReport.Of(report);
                });
            }
        }

        /// <summary>Reads the octets of a PFX, and of nothing else.</summary>
        /// <exception cref="CertwrightException">As <see cref="Read"/>; UnknownFormat also for PEM and DER.</exception>
        public static unsafe ImportReport ReadPkcs12(byte[] data, ReadOptions options = null)
        {
            using (Input input = Input.Of(data ?? throw new ArgumentNullException(nameof(data))))
            {
                return ReadOptions.Use(options, handle =>
                {
                    Native.Check(Import<cw_read_pkcs12>.Call(input.Pointer, input.Length, handle, out ImportReportHandle report, out ErrorHandle error), error);
                    return ImportReport.Of(report);
                });
            }
        }

        /// <summary>The octets of a regular file of at most 64 MiB; the caller wipes them where they hold a key.</summary>
        /// <exception cref="CertwrightException">NotFound, TooLarge, Io.</exception>
        public static unsafe byte[] ReadPath(string path) =>
            Native.Made<CwBytes>(path, nameof(path), Import<cw_read_path>.Call.Invoke).TakeOctets();

        /// <summary>Says what the octets of a file are, by their content; whether it is whole only <see cref="Read"/> says.</summary>
        public static unsafe Detected Detect(byte[] data)
        {
            using (DetectedHandle handle = Native.Made<DetectedHandle>(data, nameof(data), Import<cw_detect>.Call.Invoke))
            {
                return new Detected(handle);
            }
        }

        /// <summary>Writes a file whole or not at all; for its owner alone (0600) unless it is no secret.</summary>
        /// <exception cref="CertwrightException">AlreadyExists, NotFound, Io.</exception>
        public static unsafe void Write(string path, byte[] data, Secrecy secrecy = Secrecy.Secret, Replace replace = Replace.Never)
        {
            using (Input place = Input.Of(path ?? throw new ArgumentNullException(nameof(path))))
            using (Input input = Input.Of(data ?? throw new ArgumentNullException(nameof(data))))
            {
                Native.Check(
                    Import<cw_write_file>.Call(place.Pointer, place.Length, input.Pointer, input.Length, (uint)secrecy, (uint)replace, out ErrorHandle error),
                    error);
            }
        }

        /// <summary>The octets of a .p7b (DER) with these certificates, each once; nothing is signed. Read back before it is given out.</summary>
        /// <exception cref="CertwrightException">InvalidArgument.</exception>
        public static byte[] WritePkcs7(IEnumerable<Certificate> certificates)
        {
            Certificate[] all = (certificates ?? throw new ArgumentNullException(nameof(certificates))).ToArray();
            using (var held = new HeldArray(all.Select(one => (Handle)one.Handle).ToArray()))
            {
                Native.Check(Import<cw_write_pkcs7>.Call(held.Pointers, held.Count, out CwBytes bytes, out ErrorHandle error), error);
                return bytes.TakeOctets();
            }
        }
    }

    /// <summary>Who may read a file that is written.</summary>
    public enum Secrecy : uint
    {
        /// <summary>Its owner alone.</summary>
        Secret = 1,

        /// <summary>Everybody.</summary>
        Public = 2,
    }

    /// <summary>What becomes of a file that is there.</summary>
    public enum Replace : uint
    {
        /// <summary>It stays, and writing fails.</summary>
        Never = 1,

        /// <summary>It is replaced.</summary>
        Existing = 2,
    }
}
