using System;
using System.Collections;
using System.Collections.Generic;

namespace Certwright.Interop
{
    /// <summary>What an object has given out of itself, made once and disposed of with it.</summary>
    internal sealed class Parts : IDisposable
    {
        private readonly List<object> given = new List<object>();
        private bool disposed;

        /// <summary>What is kept in the field, made when it is asked for first.</summary>
        internal T Once<T>(ref T field, Func<T> make)
            where T : class
        {
            lock (given)
            {
                if (disposed)
                {
                    throw new ObjectDisposedException(typeof(T).Name);
                }

                if (field == null)
                {
                    field = make();
                    given.Add(field);
                }

                return field;
            }
        }

        /// <summary>Something that is there already.</summary>
        internal T Add<T>(T part)
            where T : class
        {
            lock (given)
            {
                given.Add(part);
                return part;
            }
        }

        public void Dispose()
        {
            lock (given)
            {
                disposed = true;
                foreach (object part in given)
                {
                    Dispose(part);
                }

                given.Clear();
            }
        }

        private static void Dispose(object part)
        {
            if (part is IDisposable one)
            {
                one.Dispose();
            }
            else if (part is IEnumerable several && !(part is string))
            {
                foreach (object each in several)
                {
                    Dispose(each);
                }
            }
        }
    }
}
