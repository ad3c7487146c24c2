using System;
using System.Collections.Generic;

namespace Certwright.Interop
{
    /// <summary>A list of texts on the way in.</summary>
    internal sealed unsafe class TextArray : IDisposable
    {
        private readonly List<Input> inputs = new List<Input>();

        internal TextArray(IEnumerable<string> texts)
        {
            try
            {
                foreach (string text in texts)
                {
                    inputs.Add(Input.Of(text ?? throw new ArgumentException("one of the texts is null", nameof(texts))));
                }
            }
            catch
            {
                Dispose();
                throw;
            }

            Texts = new CwStr[inputs.Count];
            for (int i = 0; i < Texts.Length; i++)
            {
                Texts[i] = new CwStr { Data = inputs[i].Pointer, Length = inputs[i].Length };
            }
        }

        internal CwStr[] Texts { get; }

        internal UIntPtr Count => (UIntPtr)Texts.Length;

        public void Dispose()
        {
            foreach (Input input in inputs)
            {
                input.Dispose();
            }
        }
    }
}
