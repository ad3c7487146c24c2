using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace Certwright.Interop
{
    /// <summary>Octets or text on the way in, in memory that the collector does not move or copy; wiped when disposed of.</summary>
    internal sealed unsafe class Input : IDisposable
    {
        private static readonly UTF8Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        private Input(int length)
        {
            Count = length;
            // one more, so that what is there and empty is not NULL
            Pointer = (byte*)Marshal.AllocHGlobal(length + 1);
            Pointer[length] = 0;
        }

        ~Input() => Free();

        /// <summary>NULL where there is nothing, which is not the same as something empty.</summary>
        internal byte* Pointer { get; private set; }

        internal UIntPtr Length => (UIntPtr)Count;

        internal int Count { get; private set; }

        /// <summary>Nothing.</summary>
        internal static Input None()
        {
            var none = new Input(0);
            none.Free();
            return none;
        }

        internal static Input Of(byte[] octets)
        {
            if (octets == null)
            {
                return None();
            }

            var input = new Input(octets.Length);
            Marshal.Copy(octets, 0, (IntPtr)input.Pointer, octets.Length);
            return input;
        }

        /// <summary>Text as UTF-8; null is nothing.</summary>
        internal static Input Of(string text)
        {
            if (text == null)
            {
                return None();
            }

            fixed (char* first = text)
            {
                return Of(first, text.Length);
            }
        }

        /// <summary>Text in memory of the host's, which is not looked at after the call.</summary>
        internal static Input Of(char* first, int length)
        {
            try
            {
                var input = new Input(length == 0 ? 0 : Strict.GetByteCount(first, length));
                if (input.Count > 0)
                {
                    Strict.GetBytes(first, length, input.Pointer, input.Count);
                }

                return input;
            }
            catch (EncoderFallbackException)
            {
                throw new CertwrightException(Status.InvalidArgument, "a text holds half of a surrogate pair, which is no character; give text that is whole");
            }
        }

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            if (Pointer == null)
            {
                return;
            }

            for (int i = 0; i < Count; i++)
            {
                Volatile.Write(ref Pointer[i], 0);
            }

            Marshal.FreeHGlobal((IntPtr)Pointer);
            Pointer = null;
            Count = 0;
        }
    }
}
