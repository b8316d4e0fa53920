"""From a question in everyday words to the topics that may answer it.

>>> search = train([Example("berapa iurannya", "iuran"), Example("cara daftar", "daftar")])
>>> search.rank("iuran brp").candidates[0].topic
'iuran'
"""

import os

# Matrices here are small: on a busy machine several threads wait for each other and training takes
# twice as long. It counts only before numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from knowledge.search.examples import Example
from knowledge.search.model import TrainedSearch, train
from knowledge.search.ranking import Candidate, Ranking, Search

__all__ = ["Candidate", "Example", "Ranking", "Search", "TrainedSearch", "train"]
