using System;
using System.Collections.Generic;

namespace Certwright.Interop
{
    /// <summary>A list of octets on the way in.</summary>
    internal sealed unsafe class OctetsArray : IDisposable
    {
        private readonly List<Input> inputs = new List<Input>();

        internal OctetsArray(IEnumerable<byte[]> several, string name)
        {
            try
            {
                foreach (byte[] octets in several)
                {
                    inputs.Add(Input.Of(octets ?? throw new ArgumentException("one of them is null", name)));
                }
            }
            catch
            {
                Dispose();
                throw;
            }

            Octets = new CwOctets[inputs.Count];
            for (int i = 0; i < Octets.Length; i++)
            {
                Octets[i] = new CwOctets { Data = inputs[i].Pointer, Length = inputs[i].Length };
            }
        }

        internal CwOctets[] Octets { get; }

        internal UIntPtr Count => (UIntPtr)Octets.Length;

        public void Dispose()
        {
            foreach (Input input in inputs)
            {
                input.Dispose();
            }
        }
    }
}
