"""How many threads a question takes: one, as its products are small."""

import faiss
from threadpoolctl import threadpool_limits


def one_thread_per_question() -> None:
    """Keep BLAS and FAISS to the calling thread, for the whole process.

    A second thread gains a millisecond if a core is idle. If the cores are busy, the first
    one waits for it: MaxSim of 100 passages then took 148 ms instead of 5.
    """
    threadpool_limits(limits=1, user_api="blas")
    faiss.omp_set_num_threads(1)
