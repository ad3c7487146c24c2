using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Certwright.Tests
{
    /// <summary>A port on loopback; each of its connections is served in a thread of its own, and closed after that.</summary>
    internal sealed class Loopback : IDisposable
    {
        private readonly TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly Action<TcpClient> serve;
        private readonly Thread accepting;
        private volatile bool stopping;

        internal Loopback(Action<TcpClient> serve)
        {
            this.serve = serve;
            listener.Start(256);
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
            accepting = new Thread(Accept) { IsBackground = true };
            accepting.Start();
        }

        internal int Port { get; }

        public void Dispose()
        {
            stopping = true;
            new TcpClient("127.0.0.1", Port).Dispose(); // .NET Core 3.1 goes on waiting when the listener is stopped
            accepting.Join();
            listener.Stop();
        }

        private void Accept()
        {
            while (true)
            {
                TcpClient connection = listener.AcceptTcpClient();
                if (stopping)
                {
                    connection.Dispose();
                    return;
                }

                new Thread(() => Serve(connection)) { IsBackground = true }.Start();
            }
        }

        private void Serve(TcpClient connection)
        {
            using (connection)
            {
                serve(connection);
            }
        }
    }
}
