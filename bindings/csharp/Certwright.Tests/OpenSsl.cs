using System;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using NUnit.Framework;

namespace Certwright.Tests
{
    /// <summary>The program openssl: as a command that ends well, and as a TLS server that presents what it is told to.</summary>
    internal sealed class OpenSsl : IDisposable
    {
        private readonly Process process;
        private readonly Thread reading;

        private OpenSsl(Process process, int port)
        {
            this.process = process;
            Port = port;
            reading = new Thread(() => process.StandardOutput.ReadToEnd()); // so that it never waits for a reader
            reading.Start();
        }

        internal int Port { get; }

        /// <summary>Ends well; what it printed.</summary>
        internal static string Run(string arguments, string input = "")
        {
            using (Process process = Start(arguments))
            {
                process.StandardInput.Write(input);
                process.StandardInput.Close();
                string printed = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                Assert.AreEqual(0, process.ExitCode, arguments + "\n" + printed);
                return printed;
            }
        }

        /// <summary>A server with these options on a port of its own; listening.</summary>
        internal static OpenSsl Serve(string options)
        {
            Process process = Start("s_server -accept 127.0.0.1:0 " + options);
            string line;
            while ((line = process.StandardOutput.ReadLine()) != null)
            {
                Match found = Regex.Match(line, "^ACCEPT .*:([0-9]+)$");
                if (found.Success)
                {
                    return new OpenSsl(process, int.Parse(found.Groups[1].Value));
                }
            }

            process.Dispose();
            throw new IOException("openssl s_server does not serve with " + options);
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            reading.Join();
            process.Dispose();
        }

        private static Process Start(string arguments)
        {
            Process process = Process.Start(new ProcessStartInfo("openssl", arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            process.BeginErrorReadLine();
            return process;
        }
    }
}
