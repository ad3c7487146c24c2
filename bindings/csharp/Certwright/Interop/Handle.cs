using System;
using System.Runtime.InteropServices;

namespace Certwright.Interop
{
    /// <summary>What the library made and is to free, once. There is one sealed class for each type of the header.</summary>
    internal abstract class Handle : SafeHandle
    {
        private protected Handle()
            : base(IntPtr.Zero, ownsHandle: true)
        {
        }

        /// <summary>One that something else frees, for as long as that is held.</summary>
        private protected Handle(IntPtr borrowed)
            : base(IntPtr.Zero, ownsHandle: false) => SetHandle(borrowed);

        public sealed override bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>Keeps it from being freed, by whichever thread, until the result is disposed of; for looking at what it lends.</summary>
        /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
        internal Held Hold() => new Held(this);

        protected sealed override bool ReleaseHandle()
        {
            Free(handle);
            return true;
        }

        private protected abstract void Free(IntPtr pointer);
    }

    /// <summary>A handle that is not freed meanwhile.</summary>
    internal struct Held : IDisposable
    {
        private readonly Handle handle;
        private bool held;

        internal Held(Handle handle)
        {
            this.handle = handle;
            held = false;
            handle.DangerousAddRef(ref held);
        }

        /// <summary>Valid until this is disposed of.</summary>
        internal IntPtr Pointer => handle.DangerousGetHandle();

        public void Dispose()
        {
            if (held)
            {
                held = false;
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Handles one behind the other, none of which is freed meanwhile.</summary>
    internal sealed class HeldArray : IDisposable
    {
        private readonly Held[] held;

        internal HeldArray(params Handle[] handles)
        {
            held = new Held[handles.Length];
            Pointers = new IntPtr[handles.Length];
            try
            {
                for (int i = 0; i < handles.Length; i++)
                {
                    held[i] = handles[i].Hold();
                    Pointers[i] = held[i].Pointer;
                }
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        internal IntPtr[] Pointers { get; }

        internal UIntPtr Count => (UIntPtr)Pointers.Length;

        public void Dispose()
        {
            for (int i = 0; i < held.Length; i++)
            {
                held[i].Dispose();
            }
        }
    }
}
